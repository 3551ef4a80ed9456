/**
 * The seam behind which networks are computed: what the harness needs of an executor. Executors are
 * found by {@link java.util.ServiceLoader}; no other package of the harness knows one of them.
 */
package org.robustgrid.run.executor;
