/**
 * Attacks that use decisions only: they start at a misclassified image and walk along the boundary
 * towards the original.
 */
package org.robustgrid.attacks.decision;
