/** Attacks whose gradients give trouble, and the points they answer with. */
package org.robustgrid.testkit.attack;
