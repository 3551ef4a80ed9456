/** What Zhu et al. (2021) measure on energies and on calibration. */
package org.robustgrid.analyses.energy;
