/**
 * The bundled defenses, with a package for each family. They use only the plugin interface and the
 * numerics, as a third-party plugin would. Most defenses are a training step; the harness supplies
 * the trainer, the network and the attack algorithms. This package contains the classes that
 * families share, and {@code standard}, the baseline without a defense.
 */
package org.robustgrid.defenses;
