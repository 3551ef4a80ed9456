/**
 * Score-based diffusion: noise schedules, guided noise predictions, samplers, and the neighbourhood
 * scores of counterfactuals (Yeats et al. 2024). Times run from 1, all noise, to 0.
 */
package org.robustgrid.numerics.diffusion;
