/**
 * Auto-PGD with the targets of Melamed et al. (2024). It is a jar of its own, so that results of
 * the other attacks, which are kept by the hash of their jar, stay valid.
 */
package org.robustgrid.attacks.malt;
