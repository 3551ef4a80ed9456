/**
 * The bundled defenses, written against the plugin interface and the numerics as a stranger's would
 * be. A defense here is a training step; the harness supplies the trainer, the network and the
 * attack's arithmetic.
 */
package org.robustgrid.defenses;
