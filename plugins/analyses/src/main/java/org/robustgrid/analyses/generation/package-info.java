/**
 * Images that classifiers make: by ascent towards a class, by Langevin chains; and their quality.
 */
package org.robustgrid.analyses.generation;
