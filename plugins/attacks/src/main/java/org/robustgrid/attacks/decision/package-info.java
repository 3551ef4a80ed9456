/**
 * Attacks that see decisions alone: from a misclassified image they walk along the boundary towards
 * the original.
 */
package org.robustgrid.attacks.decision;
