/** Analyses of logits, after Seguin et al. (2021) on adversarially trained networks. */
package org.robustgrid.analyses.logit;
