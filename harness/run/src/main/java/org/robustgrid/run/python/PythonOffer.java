package org.robustgrid.run.python;

import java.util.Map;
import java.util.TreeMap;
import org.robustgrid.spi.Access;

/**
 * The capabilities that a Python model reports.
 *
 * @param gives gradients and all below, scores without gradients, or decisions only
 * @param randomised whether its answers depend on the seed of the question
 * @param versions of Python and of the libraries that the model has imported, by name
 */
public record PythonOffer(Access gives, boolean randomised, Map<String, String> versions) {

  public PythonOffer {
    versions = new TreeMap<>(versions);
  }
}
