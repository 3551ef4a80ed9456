/**
 * What a plugin compiles against: providers that describe themselves, the requests they receive and
 * the answers they give. Nothing here touches native code, reads files or prints.
 */
package org.robustgrid.spi;
