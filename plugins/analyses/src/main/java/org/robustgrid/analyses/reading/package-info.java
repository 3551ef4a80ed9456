/** Values that analyses read from models and samples, and summaries of them. */
package org.robustgrid.analyses.reading;
