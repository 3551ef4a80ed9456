/** How counterfactual explanations are judged (Yeats et al. 2024, section 5). */
package org.robustgrid.numerics.counterfactual;
