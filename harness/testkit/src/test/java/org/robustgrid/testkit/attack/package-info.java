/**
 * Attacks whose points stay on the device, on the CPU's backend. They are held against those of the
 * host, against the reference and against the ball.
 */
package org.robustgrid.testkit.attack;
