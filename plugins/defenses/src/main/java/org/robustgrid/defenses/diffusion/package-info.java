/**
 * A class-conditional denoiser, trained by the plugin, and the score-based gradients computed with
 * it (Ganz, Kawar and Elad 2023, section 4.2 and appendix G.2).
 */
package org.robustgrid.defenses.diffusion;
