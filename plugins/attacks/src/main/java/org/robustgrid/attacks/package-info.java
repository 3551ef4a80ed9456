/**
 * The bundled attacks, written against the plugin interface and the numerics as a stranger's would
 * be. Each provider declares its parameters; the algorithms live in the numerics.
 */
package org.robustgrid.attacks;
