/**
 * Writes a gate's verdict for people and for continuous integration: Markdown, JUnit XML and
 * annotations of GitHub Actions. All say the same in their own way.
 */
package org.robustgrid.report.gate;
