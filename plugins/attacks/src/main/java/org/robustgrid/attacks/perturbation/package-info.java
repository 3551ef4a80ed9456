/**
 * Attacks that use decisions only and look for the smallest change of one kind that fools the
 * classifier: noise, contrast, blur or inversion, with the rules of Foolbox.
 */
package org.robustgrid.attacks.perturbation;
