/**
 * Contract suites for plugins, bundled or foreign: lists of named checks that tell what was broken.
 * A plugin's test implements a suite's interface for JUnit 5, or asks for the violations as plain
 * text.
 */
package org.robustgrid.testkit.contract;
