/**
 * The bundled defenses, written against the plugin interface and the numerics as a stranger's would
 * be, in a package for each family. A defense here is a training step; the harness supplies the
 * trainer, the network and the attack's arithmetic. This package has what families share, and the
 * training without defense that others are compared with.
 */
package org.robustgrid.defenses;
