/** How alike images, and sets of images, are; and how good a set of generated images is. */
package org.robustgrid.numerics.similarity;
