// Adds up what the test runners reported and ends with `N passed, N failed`.
// `tally.mjs rust web widget browser api` names the parts that should have reported: one that did not counts as a
// failure, because a runner that died before its report has not passed.

import { existsSync, readFileSync } from "node:fs";

const reports = process.env.YINGDA_TEST_REPORTS ?? "target/reports";

function attribute(element, name) {
  return Number(new RegExp(` ${name}="(\\d+)"`).exec(element)?.[1] ?? 0);
}

function junit(path) {
  const root = /<testsuites[^>]*>/.exec(readFileSync(path, "utf8"))?.[0] ?? "";
  const failed = attribute(root, "failures") + attribute(root, "errors");
  return { passed: attribute(root, "tests") - failed, failed };
}

function vitest(path) {
  const report = JSON.parse(readFileSync(path, "utf8"));
  const brokenFiles = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles.length };
}

function playwright(path) {
  const { stats } = JSON.parse(readFileSync(path, "utf8"));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
}

const readers = {
  rust: ["nextest", "target/nextest/ci/junit.xml", junit],
  web: ["vitest web", `${reports}/web.json`, vitest],
  widget: ["vitest widget", `${reports}/widget.json`, vitest],
  browser: ["playwright", `${reports}/e2e.json`, playwright],
  api: ["schemathesis", `${reports}/schemathesis.xml`, junit],
};

const total = { passed: 0, failed: 0 };
for (const part of process.argv.slice(2)) {
  const [runner, path, read] = readers[part];
  const { passed, failed } = existsSync(path) ? read(path) : { passed: 0, failed: 1 };
  console.log(`${runner.padEnd(14)} ${passed} passed, ${failed} failed${existsSync(path) ? "" : " (no report)"}`);
  total.passed += passed;
  total.failed += failed;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
