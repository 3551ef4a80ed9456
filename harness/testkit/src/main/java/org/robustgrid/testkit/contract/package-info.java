/**
 * Contract suites for plugins, bundled or foreign, as plain functions that list violations. A
 * plugin's test calls one and expects an empty list, with whatever test framework it likes.
 */
package org.robustgrid.testkit.contract;
