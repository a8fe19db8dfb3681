// What a check found wrong in what is to be published.

export interface Problem {
  /** Which check, as its authors call it: `csaf 6.1.9`, `cve schema`. */
  check: string;
  /** Where in what file: `sb26-001.json /vulnerabilities/0/scores/0`. */
  where: string;
  /** What is wrong, as the check says it. */
  message: string;
}
