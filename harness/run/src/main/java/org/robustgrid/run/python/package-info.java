/**
 * Models that run in a Python process of the user's. The process is asked through messages on its
 * standard streams and a file of arrays that both sides map into memory; {@code
 * robustgrid_server.py} describes the protocol. Nothing here needs ND4J.
 */
package org.robustgrid.run.python;
