/**
 * How numbers, threat models and outcomes read in every report. Nothing here depends on the default
 * locale.
 */
package org.robustgrid.report.text;
