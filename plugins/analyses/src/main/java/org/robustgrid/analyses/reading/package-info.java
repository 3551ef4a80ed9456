/** What analyses read from models and samples, and how they sum it up. */
package org.robustgrid.analyses.reading;
