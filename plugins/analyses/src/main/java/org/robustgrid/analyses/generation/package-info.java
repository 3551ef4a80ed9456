/**
 * Images made with classifiers, by ascent towards a class or by Langevin chains, and measures of
 * their quality.
 */
package org.robustgrid.analyses.generation;
