/**
 * Statistics of logit vectors, and the manipulated targets of distillation experiments. Ranks count
 * from 0 at the largest logit; of equal logits the earlier class ranks first.
 */
package org.robustgrid.numerics.logit;
