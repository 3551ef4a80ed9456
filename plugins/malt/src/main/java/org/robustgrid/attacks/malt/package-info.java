/**
 * Auto-PGD with the targets of Melamed et al. (2024). Results are stored under the hash of their
 * plugin's jar; this attack has its own jar, so that changes to it leave the results of the other
 * attacks valid.
 */
package org.robustgrid.attacks.malt;
