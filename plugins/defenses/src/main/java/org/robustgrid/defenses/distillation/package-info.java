/**
 * Robust distillation (Seguin et al. 2021): a student learns one target for each training image
 * from an adversarially trained teacher, as it is or manipulated.
 */
package org.robustgrid.defenses.distillation;
