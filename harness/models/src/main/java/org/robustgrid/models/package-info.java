/** Reads models of other frameworks into networks of the engine, or refuses them in words. */
package org.robustgrid.models;
