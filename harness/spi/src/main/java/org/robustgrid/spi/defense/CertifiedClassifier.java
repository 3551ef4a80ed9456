package org.robustgrid.spi.defense;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Query;

/**
 * A classifier that certifies, for each sample, that its decision is constant within an L2 ball.
 *
 * @since 0.1
 */
public interface CertifiedClassifier extends Classifier {

  /**
   * Certifies a batch.
   *
   * @param images [rows, …input shape]
   * @param query keys the randomness of each row
   * @param monitor receives progress and may stop the work
   * @return one certificate a row
   */
  List<Certificate> certify(INDArray images, Query query, Monitor monitor);

  /**
   * One sample's certificate.
   *
   * @param decision the certified class, or {@link Classifier#ABSTAIN}
   * @param radius the decision is constant within this L2 distance, with the stated confidence; 0
   *     if the classifier abstains
   * @param draws random draws that were spent on it
   * @since 0.1
   */
  record Certificate(int decision, double radius, long draws) {

    public Certificate {
      if (!(radius >= 0)) {
        throw new IllegalArgumentException("radius must be at least 0, but is " + radius);
      }
    }
  }
}
