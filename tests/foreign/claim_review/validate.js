// What two validators that nobody here wrote make of a page's ClaimReview.

import Validator from "@adobe/structured-data-validator";
import WebAutoExtractorModule from "@marbec/web-auto-extractor";
import { createRequire } from "node:module";

const WebAutoExtractor = WebAutoExtractorModule.default ?? WebAutoExtractorModule;
const { structuredDataTest } = createRequire(import.meta.url)("structured-data-testing-tool");

// - `vocabulary`: the vocabulary of schema.org as JSON-LD, or nothing; without it unknown properties are not found
// - returns: sentences about what is wrong, errors and warnings alike
export async function faults(html, vocabulary) {
  const extracted = new WebAutoExtractor({ addLocation: true, embedSource: ["rdfa", "microdata"] }).parse(html);
  const issues = await new Validator(vocabulary).validate(extracted);
  const wrong = issues.map((issue) => `${issue.severity}: ${issue.issueMessage} (${issue.fieldNames ?? ""})`);
  let tested;
  try {
    tested = await structuredDataTest(html, { schemas: ["ClaimReview"] });
  } catch (error) {
    if (error.type !== "VALIDATION_FAILED") throw error;
    tested = error.res;
  }
  return wrong.concat(tested.failed.map((test) => `${test.test}: ${test.description ?? ""}`));
}
