/**
 * Robust distillation (Seguin et al. 2021): a student learns one target for each training image,
 * the logits of an adversarially trained teacher, either unchanged or manipulated.
 */
package org.robustgrid.defenses.distillation;
