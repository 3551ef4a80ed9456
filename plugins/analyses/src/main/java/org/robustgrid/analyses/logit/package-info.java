/** What Seguin et al. (2021) measure on the logits of adversarially trained networks. */
package org.robustgrid.analyses.logit;
