/** What came of an act, in words for the person. */

/** What an outcome of an act means to the person, or null when all went well. */
export function failureText(outcome, app) {
  if (outcome.failed === "operation_timeout") {
    return `That took too long: ${app} did not answer within 3 seconds (operation_timeout).`;
  }
  if (outcome.failed) return `${app} could not be reached or answered with an error (${outcome.failed}).`;
  return outcome.ok ? null : `That did not work: ${outcome.error ?? "unknown error"}.`;
}
