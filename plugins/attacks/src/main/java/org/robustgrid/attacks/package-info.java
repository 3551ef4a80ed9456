/**
 * The bundled attacks. Like any other plugin, they use only the plugin interface and the numerics.
 * Each provider declares its parameters; most algorithms are in the numerics.
 */
package org.robustgrid.attacks;
