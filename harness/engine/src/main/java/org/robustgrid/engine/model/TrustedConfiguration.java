package org.robustgrid.engine.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.robustgrid.spi.data.DataException;

/**
 * Reads Deeplearning4j's configuration JSON without trusting it.
 *
 * <p>The JSON names the classes that Deeplearning4j instantiates. Every name is compared with a list
 * first, and Deeplearning4j is given the tree that was checked, written again: a second {@code
 * @class} of the same object, which another parser might prefer, is an error.
 */
final class TrustedConfiguration {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  /** Distributions name their class under "type"; no field of another meaning is called so. */
  private static final List<String> CLASS_KEYS = List.of("@class", "type");

  private static final Set<String> ALLOWED =
      Stream.of(
              names(
                  "org.deeplearning4j.nn.conf.graph.",
                  "ElementWiseVertex LayerVertex MergeVertex PreprocessorVertex ReshapeVertex"
                      + " ScaleVertex ShiftVertex SubsetVertex L2NormalizeVertex"),
              names(
                  "org.deeplearning4j.nn.conf.layers.",
                  "ActivationLayer BatchNormalization CnnLossLayer ConvolutionLayer"
                      + " Deconvolution2D DenseLayer DepthwiseConvolution2D DropoutLayer"
                      + " GlobalPoolingLayer LocalResponseNormalization LossLayer OutputLayer"
                      + " SeparableConvolution2D SubsamplingLayer Upsampling2D ZeroPaddingLayer"
                      + " PReLULayer"),
              names("org.deeplearning4j.nn.conf.layers.convolutional.", "Cropping2D"),
              names(
                  "org.robustgrid.engine.operator.",
                  "ConvolutionVertex OperatorVertex ParameterVertex TokenDenseVertex"),
              names(
                  "org.deeplearning4j.nn.conf.preprocessor.",
                  "CnnToFeedForwardPreProcessor FeedForwardToCnnPreProcessor"),
              names(
                  "org.deeplearning4j.nn.conf.dropout.",
                  "Dropout AlphaDropout GaussianDropout GaussianNoise SpatialDropout"),
              names(
                  "org.deeplearning4j.nn.conf.distribution.",
                  "NormalDistribution UniformDistribution ConstantDistribution"
                      + " TruncatedNormalDistribution OrthogonalDistribution"
                      + " BinomialDistribution LogNormalDistribution GaussianDistribution"),
              names(
                  "org.deeplearning4j.nn.weights.",
                  "WeightInitConstant WeightInitDistribution WeightInitIdentity"
                      + " WeightInitLecunUniform WeightInitNormal WeightInitRelu"
                      + " WeightInitReluUniform WeightInitSigmoidUniform WeightInitUniform"
                      + " WeightInitVarScalingNormalFanAvg WeightInitVarScalingNormalFanIn"
                      + " WeightInitVarScalingNormalFanOut WeightInitVarScalingUniformFanAvg"
                      + " WeightInitVarScalingUniformFanIn WeightInitVarScalingUniformFanOut"
                      + " WeightInitXavier WeightInitXavierLegacy WeightInitXavierUniform"),
              names(
                  "org.nd4j.linalg.activations.impl.",
                  "ActivationCube ActivationELU ActivationGELU ActivationHardSigmoid"
                      + " ActivationHardTanH ActivationIdentity ActivationLReLU ActivationMish"
                      + " ActivationPReLU ActivationRationalTanh ActivationReLU ActivationReLU6"
                      + " ActivationRectifiedTanh ActivationSELU ActivationSigmoid"
                      + " ActivationSoftPlus ActivationSoftSign ActivationSoftmax ActivationSwish"
                      + " ActivationTanH ActivationThresholdedReLU"),
              names(
                  "org.nd4j.linalg.learning.config.",
                  "AMSGrad AdaBelief AdaDelta AdaGrad AdaMax Adam Nadam Nesterovs NoOp RmsProp"
                      + " Sgd"),
              names(
                  "org.nd4j.linalg.learning.regularization.",
                  "L1Regularization L2Regularization WeightDecay"),
              names(
                  "org.nd4j.linalg.lossfunctions.impl.",
                  "LossBinaryXENT LossCosineProximity LossFMeasure LossHinge LossKLD LossL1 LossL2"
                      + " LossMAE LossMCXENT LossMSE LossNegativeLogLikelihood LossPoisson"
                      + " LossSparseMCXENT LossSquaredHinge"),
              names(
                  "org.nd4j.linalg.schedule.",
                  "CycleSchedule ExponentialSchedule FixedSchedule InverseSchedule MapSchedule"
                      + " PolySchedule RampSchedule SigmoidSchedule StepSchedule"))
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  private TrustedConfiguration() {}

  private static Set<String> names(String packageName, String simpleNames) {
    return Stream.of(simpleNames.split(" "))
        .map(name -> packageName + name)
        .collect(Collectors.toSet());
  }

  /**
   * Parses a configuration.
   *
   * @param source the file, for messages
   * @throws DataException when it is no graph's configuration or names a class not on the list
   */
  static ComputationGraphConfiguration parse(String json, String source) {
    JsonNode tree;
    try {
      tree = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new DataException(
          source + ": configuration.json is damaged: " + e.getOriginalMessage(), e);
    }
    boolean sequence = tree.path("confs").isArray() && !tree.path("confs").isEmpty();
    boolean graph = tree.path("vertices").isObject() && tree.path("networkOutputs").isArray();
    if (!sequence && !graph) {
      throw new DataException(
          source + ": configuration.json describes no ComputationGraph and no MultiLayerNetwork");
    }
    Set<String> refused = new TreeSet<>();
    collectRefused(tree, refused);
    if (!refused.isEmpty()) {
      throw new DataException(
          source
              + " names classes that are not instantiated from files: "
              + String.join(", ", refused)
              + "; rebuild the model from standard layers");
    }
    try {
      String checked = JSON.writeValueAsString(tree);
      return sequence
          ? graph(MultiLayerConfiguration.fromJson(checked))
          : ComputationGraphConfiguration.fromJson(checked);
    } catch (JsonProcessingException | RuntimeException e) {
      throw new DataException(
          source + ": Deeplearning4j cannot read configuration.json: " + e.getMessage(), e);
    }
  }

  /** The layers of a {@code MultiLayerNetwork} one behind the other, named by their numbers. */
  private static ComputationGraphConfiguration graph(MultiLayerConfiguration sequence) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .dataType(sequence.getDataType())
            .graphBuilder()
            .addInputs("in");
    String last = "in";
    for (int i = 0; i < sequence.getConfs().size(); i++) {
      String name = Integer.toString(i);
      graph.addLayer(name, sequence.getConf(i).getLayer(), sequence.getInputPreProcess(i), last);
      last = name;
    }
    return graph.setOutputs(last).build();
  }

  private static void collectRefused(JsonNode node, Set<String> refused) {
    for (String key : CLASS_KEYS) {
      JsonNode name = node.path(key);
      if (!name.isMissingNode() && !(name.isTextual() && ALLOWED.contains(name.asText()))) {
        refused.add(name.asText(name.toString()));
      }
    }
    node.forEach(child -> collectRefused(child, refused));
  }
}
