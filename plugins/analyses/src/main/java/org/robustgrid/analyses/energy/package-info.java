/** Analyses of energies and of calibration, after Zhu et al. (2021). */
package org.robustgrid.analyses.energy;
