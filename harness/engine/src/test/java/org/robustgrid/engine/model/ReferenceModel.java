package org.robustgrid.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A model with weights, inputs and logits computed by PyTorch in double, kept as a resource. */
record ReferenceModel(JsonNode model, Map<String, INDArray> arrays) {

  static ReferenceModel of(String name) {
    try {
      Path folder =
          Path.of(ReferenceModel.class.getResource(name + "/case.json").toURI()).getParent();
      JsonNode json = new ObjectMapper().readTree(folder.resolve("case.json").toFile());
      return new ReferenceModel(json.get("model"), NpzFile.read(folder.resolve("arrays.npz")));
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  INDArray input() {
    return arrays.get("x");
  }

  INDArray logits() {
    return arrays.get("logits");
  }
}
