import { existsSync } from "node:fs";
import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { composeReport } from "./compose-report.ts";
import { reportData } from "./report-data.fixture.ts";

const executablePath = "/usr/bin/chromium";
const isInstalled = existsSync(executablePath);
/** Screenshots are kept next to the logs of the tests. */
const kept = join(import.meta.dirname, "../../../../out/test-logs");

const views = [
  { name: "light", viewport: { width: 1100, height: 900 }, colorScheme: "light" },
  { name: "dark", viewport: { width: 1100, height: 900 }, colorScheme: "dark" },
  { name: "phone", viewport: { width: 360, height: 740 }, colorScheme: "light" },
] as const;

// If chromium is missing, script/setup --test installs it.
describe.skipIf(!isInstalled)("the report in a browser", () => {
  let browser: Browser;
  let work: Awaited<ReturnType<typeof mkdtempDisposable>>;
  beforeAll(async () => {
    work = await mkdtempDisposable(join(tmpdir(), "debootc-report-"));
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    await mkdir(kept, { recursive: true });
  });
  afterAll(async () => {
    await browser?.close();
    await work?.remove();
  });

  async function open(report: string, view: (typeof views)[number]) {
    const file = join(work.path, `${view.name}.html`);
    await writeFile(file, report);
    const page = await browser.newPage(view);
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (!/^(file|data):/.test(request.url())) complaints.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    return { page, complaints };
  }

  test.each(views)("$name: fits, is legible, needs nothing else", async (view) => {
    const { page, complaints } = await open(composeReport(reportData), view);
    for (const details of await page.locator("summary").all()) await details.click();
    await page.screenshot({ path: join(kept, `report-${view.name}.png`), fullPage: true });

    expect(complaints).toEqual([]);
    expect(await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth")).toBe(0);
    expect(await page.locator("h2:visible").allInnerTexts()).toHaveLength(7);
    expect(await page.locator("th:visible").count()).toBe(await page.locator("th").count());
    expect(await page.evaluate<string[]>(wideRegions)).toEqual([]);
    const contrast = await page.evaluate<number>(leastContrast);
    expect(contrast).toBeGreaterThan(4.5);
    expect(contrast).toBeLessThan(21);
    await page.close();
  });

  test.each(views)("$name: names of large packages are inside their tiles", async (view) => {
    const { page } = await open(composeReport(reportData), view);
    const names = await page.evaluate<string[]>(placesOfNames);

    expect(names).toContain("linux-signed-amd64 inside");
    expect(names.join()).not.toContain("outside");
    await page.close();
  });

  test("markup in a package's texts is shown as text", async () => {
    const evil = `"'><img src=x onerror=alert(1)><script>alert(2)</script>`;
    const packages = reportData.packages.map((one) => ({ ...one, name: evil, source: evil, version: evil }));
    const { page, complaints } = await open(
      composeReport({ ...reportData, packages, compose: { ...reportData.compose, ref: evil } }),
      views[0],
    );

    expect(complaints).toEqual([]);
    expect(await page.locator("img, script, [onerror]").count()).toBe(0);
    expect(await page.locator("header p").innerText()).toBe(evil);
    await page.close();
  });
});

// These run in the page, which has other types than debootc.

/** The lowest contrast of a text with its background (WCAG 2, 1.4.3). */
const leastContrast = `
  const channels = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (color) => {
    const [red, green, blue] = channels(color).map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element) => {
    if (element.matches("text")) return getComputedStyle(element.parentElement.querySelector("rect")).fill;
    const { backgroundColor } = getComputedStyle(element);
    return channels(backgroundColor)[3] === 0 ? behind(element.parentElement) : backgroundColor;
  };
  const isRead = (element) =>
    element.getBoundingClientRect().height > 0 &&
    !element.matches("title") &&
    [...element.childNodes].some(({ nodeType, textContent }) => nodeType === 3 && textContent.trim() !== "");
  const contrastOf = (element) => {
    const { fill, color } = getComputedStyle(element);
    const [a, b] = [luminance(element.matches("text") ? fill : color), luminance(behind(element))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  Math.min(...[...document.querySelectorAll("body *")].filter(isRead).map(contrastOf));
`;

/** Tables whose last columns are only seen by scrolling. */
const wideRegions = `
  [...document.querySelectorAll(".scroll")]
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
    .map((region) => region.ariaLabel);
`;

/** Each name that is drawn in a tile, and whether all of it is inside. */
const placesOfNames = `
  [...document.querySelectorAll("svg text.name")]
    .map((text) => [text, text.getBoundingClientRect(), text.parentElement.querySelector("rect").getBoundingClientRect()])
    .filter(([, name]) => name.height > 8)
    .map(([text, name, tile]) => {
      const isInside =
        name.left >= tile.left && name.right <= tile.right && name.top >= tile.top && name.bottom <= tile.bottom;
      return text.textContent + (isInside ? " inside" : " outside");
    });
`;
