/** Measures how well a classifier's input gradients point to images of the classes. */
package org.robustgrid.analyses.alignment;
