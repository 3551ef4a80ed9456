/**
 * Adversarial examples as a report shows them: pixels and predictions, free of ND4J. Whoever holds
 * the stored results fills them in.
 */
package org.robustgrid.leaderboard.example;
