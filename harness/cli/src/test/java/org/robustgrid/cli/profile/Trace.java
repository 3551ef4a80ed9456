package org.robustgrid.cli.profile;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one sample went through in one attack.
 *
 * @param label its class
 * @param queries everything the model was asked about it, the verdict's question last
 */
record Trace(int label, List<Query> queries) {

  /**
   * One question and its answer.
   *
   * @param point the image
   * @param logits the answer
   * @param gradient of cross-entropy with respect to the image; empty where none was asked for
   * @param magnitude the largest sum of magnitudes behind a logit
   */
  record Query(float[] point, float[] logits, float[] gradient, float magnitude) {}

  Query start() {
    return queries.get(0);
  }

  Query verdict() {
    return queries.get(queries.size() - 1);
  }

  /** The logit of the label minus the largest other one: below 0 the sample fell. */
  double margin() {
    float[] logits = verdict().logits();
    double other = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < logits.length; c++) {
      other = c == label ? other : Math.max(other, logits[c]);
    }
    return logits[label] - other;
  }

  boolean broken() {
    return margin() < 0;
  }

  /** The first question that differs from another profile's, or how many there are. */
  int parting(Trace other) {
    int shared = Math.min(queries.size(), other.queries.size());
    for (int i = 0; i < shared; i++) {
      if (!Arrays.equals(queries.get(i).point(), other.queries.get(i).point())) {
        return i;
      }
    }
    return shared;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(label);
    out.writeInt(queries.size());
    for (Query query : queries) {
      write(query.point(), out);
      write(query.logits(), out);
      write(query.gradient(), out);
      out.writeFloat(query.magnitude());
    }
  }

  private static void write(float[] values, DataOutputStream out) throws IOException {
    out.writeInt(values.length);
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  static Trace read(DataInputStream in) throws IOException {
    int label = in.readInt();
    int count = in.readInt();
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      queries.add(new Query(floats(in), floats(in), floats(in), in.readFloat()));
    }
    return new Trace(label, queries);
  }

  private static float[] floats(DataInputStream in) throws IOException {
    float[] values = new float[in.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }
}
