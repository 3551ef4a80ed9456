/**
 * Score-based diffusion: noise schedules, guided noise predictions, samplers, and the neighbourhood
 * scores of counterfactuals (Yeats et al. 2024). Times run from 1, all noise, to 0. {@link
 * org.robustgrid.numerics.diffusion.DenoiserShape} and {@link
 * org.robustgrid.numerics.diffusion.ScoreDifference} know no time: they take the noise's standard
 * deviation σ in the data's own units.
 */
package org.robustgrid.numerics.diffusion;
