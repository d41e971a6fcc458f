/** Verbs that docstrings begin with. A list, because no rule tells `Holds` from `Files`. */
const verbs = new Set(
  `Accepts Accesses Adds Aligns Allows Answers Appends Applies Approves Asks Assembles Assigns Attaches Attests Awaits Begins Binds Boots Bounds Brings
Builds Calls Cancels Carries Changes Checks Chooses Cleans Clears Clones Closes Collects Combines Commits Compares Compiles Completes
Composes Compresses Computes Concatenates Configures Connects Contains Continues Converts Copies Counts Creates Cuts
Decides Declares Decodes Decompresses Defines Delays Deletes Deploys Derives Describes Detaches Detects Determines Digests Discards Divides
Does Downloads Draws Drops Emits Empties Enables Encodes Ends Ensures Enters Escapes Estimates Evaluates Evicts Executes Expands
Explains Exports Extends Extracts Fetches Fills Filters Finds Finishes Fits Flattens Flushes Follows Formats Forwards
Frees Gathers Generates Gives Groups Guesses Guards Handles Has Hashes Hides Holds Identifies Ignores Implements Imports
Includes Indexes Initialises Inserts Inspects Installs Is Isolates Joins Judges Keeps Kills Labels Lays Leaves Lets
Limits Links Lints Lists Loads Locates Locks Logs Looks Makes Maps Marks Masks Matches Measures Merges Mounts Moves Names
Normalises Notes Observes Offers Opens Orders Owns Packs Pads Pairs Parses Passes Performs Picks Pins Places Plans Points
Prepares Prevents Prints Prioritises Produces Promises Protects Proves Provides Prunes Publishes Pulls Puts Quotes Raises Ranks Reads Receives
Recognises Records Reduces Refuses Registers Releases Remembers Removes Renames Renders Repairs Repeats Replaces Reports
Represents Requests Requires Resolves Restores Restricts Returns Reuses Reverses Rewrites Rounds Runs Saves Says Scans Schedules
Seals Searches Seeds Selects Sends Separates Serialises Serves Sets Settles Shortens Shows Signs Skips Solves Sorts Splits
Stages Stamps Starts States Stops Stores Streams Strips Styles Subtracts Sums Summarises Switches Tags Takes Tells Tests Throws Tracks
Translates Tries Trims Truncates Turns Undoes Unites Unlocks Unmounts Unpacks Updates Uploads Uses Validates Varies Verifies
Waits Walks Warns Watches Weighs Widens Works Wraps Writes Yields`.split(/\s+/),
);

/** Returns whether a word is a verb in the third person that begins a docstring. */
export function isVerb(word: string): boolean {
  return verbs.has(word);
}
