package org.robustgrid.engine;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** Small networks of every kind of layer. */
public enum SampleGraphs {
  DENSE {
    @Override
    public ComputationGraphConfiguration configuration() {
      GraphBuilder g = builder();
      g.addLayer("d1", dense(7, Activation.TANH.getActivationFunction()), "input");
      g.addLayer("d2", dense(6, Activation.SWISH.getActivationFunction()), "d1");
      g.addLayer("d3", dense(6, Activation.SIGMOID.getActivationFunction()), "d2");
      g.addLayer("bn", new BatchNormalization.Builder().build(), "d3");
      g.addLayer("relu", activation(Activation.RELU), "bn");
      return close(g, "relu", InputType.feedForward(5));
    }
  },
  GELU {
    @Override
    public ComputationGraphConfiguration configuration() {
      GraphBuilder g = builder();
      g.addLayer("d1", dense(7, new ActivationGELU(false)), "input");
      g.addLayer("d2", dense(6, new ActivationGELU(true)), "d1");
      return close(g, "d2", InputType.feedForward(5));
    }
  },
  CONVOLUTIONS {
    @Override
    public ComputationGraphConfiguration configuration() {
      GraphBuilder g = builder();
      g.addLayer("c1", convolution(4, 3, 1, 1, true), "input");
      g.addLayer("r1", activation(Activation.RELU), "c1");
      g.addLayer("p1", pooling(SubsamplingLayer.PoolingType.MAX, 2, 2, 0), "r1");
      g.addLayer("c2", convolution(5, 3, 2, 1, false), "p1");
      g.addLayer("t2", activation(Activation.TANH), "c2");
      g.addLayer("p2", pooling(SubsamplingLayer.PoolingType.AVG, 2, 1, 0), "t2");
      g.addLayer("d", dense(6, Activation.RELU.getActivationFunction()), "p2");
      return close(g, "d", InputType.convolutionalFlat(9, 8, 2));
    }
  },
  PADDED_POOLS {
    @Override
    public ComputationGraphConfiguration configuration() {
      GraphBuilder g = builder();
      g.addLayer("c1", convolution(3, 5, 2, 2, true), "input");
      g.addLayer("p1", pooling(SubsamplingLayer.PoolingType.MAX, 3, 2, 1), "c1");
      g.addLayer("a1", activation(Activation.SWISH), "p1");
      g.addLayer("c2", convolution(4, 1, 1, 0, false), "a1");
      g.addLayer("p2", new GlobalPoolingLayer.Builder(PoolingType.MAX).build(), "c2");
      return close(g, "p2", InputType.convolutionalFlat(11, 10, 2));
    }
  },
  RESIDUAL {
    @Override
    public ComputationGraphConfiguration configuration() {
      GraphBuilder g = builder();
      g.addLayer("c1", convolution(4, 3, 1, 1, false), "input");
      g.addLayer("b1", new BatchNormalization.Builder().useLogStd(false).build(), "c1");
      g.addLayer("r1", activation(Activation.RELU), "b1");
      g.addLayer("c2", convolution(4, 3, 1, 1, false), "r1");
      g.addLayer("b2", new BatchNormalization.Builder().decay(0.8).build(), "c2");
      g.addVertex("s1", new ElementWiseVertex(ElementWiseVertex.Op.Add), "b2", "r1");
      g.addLayer("r2", activation(Activation.RELU), "s1");
      g.addLayer("c3", convolution(6, 3, 2, 1, true), "r2");
      g.addLayer("b3", new BatchNormalization.Builder().build(), "c3");
      g.addLayer("c4", convolution(6, 1, 2, 0, false), "r2");
      g.addLayer("b4", new BatchNormalization.Builder().build(), "c4");
      g.addVertex("s2", new ElementWiseVertex(ElementWiseVertex.Op.Add), "b3", "b4");
      g.addLayer("b5", new BatchNormalization.Builder().build(), "s2");
      g.addLayer("t5", activation(Activation.TANH), "b5");
      g.addLayer("p", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "t5");
      return close(g, "p", InputType.convolutionalFlat(6, 6, 2));
    }
  },
  /** Batch norms that read what others read too. */
  PRE_ACTIVATION {
    @Override
    public ComputationGraphConfiguration configuration() {
      GraphBuilder g = builder();
      g.addLayer("c1", convolution(4, 3, 1, 1, false), "input");
      g.addLayer("b1", new BatchNormalization.Builder().build(), "c1");
      g.addLayer("r1", activation(Activation.SWISH), "b1");
      g.addLayer("c2", convolution(4, 3, 1, 1, false), "r1");
      g.addVertex("s1", new ElementWiseVertex(ElementWiseVertex.Op.Add), "c2", "c1");
      g.addLayer("p", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "s1");
      return close(g, "p", InputType.convolutionalFlat(6, 6, 2));
    }
  },
  /** Channels in whole blocks, so that images lie blocked between the layers. */
  WIDE_CONVOLUTIONS {
    @Override
    public ComputationGraphConfiguration configuration() {
      GraphBuilder g = builder();
      g.addLayer("c1", convolution(16, 3, 1, 1, true), "input");
      g.addLayer("r1", activation(Activation.RELU), "c1");
      g.addLayer("c2", convolution(32, 3, 1, 1, true), "r1");
      g.addLayer("r2", activation(Activation.RELU), "c2");
      g.addLayer("p2", pooling(SubsamplingLayer.PoolingType.MAX, 3, 2, 1), "r2");
      g.addLayer("c3", convolution(16, 3, 2, 0, false), "p2");
      g.addLayer("t3", activation(Activation.TANH), "c3");
      g.addLayer("p3", pooling(SubsamplingLayer.PoolingType.AVG, 2, 1, 1), "t3");
      g.addLayer("d", dense(6, Activation.RELU.getActivationFunction()), "p3");
      return close(g, "d", InputType.convolutionalFlat(10, 9, 1));
    }
  },
  /** Max poolings whose windows do not overlap, over what is left of a plane and over padding. */
  WIDE_POOLS {
    @Override
    public ComputationGraphConfiguration configuration() {
      GraphBuilder g = builder();
      g.addLayer("c1", convolution(16, 3, 1, 1, true), "input");
      g.addLayer("r1", activation(Activation.RELU), "c1");
      g.addLayer("p1", pooling(SubsamplingLayer.PoolingType.MAX, 2, 2, 0), "r1");
      g.addLayer("c2", convolution(32, 3, 1, 1, true), "p1");
      g.addLayer("b2", new BatchNormalization.Builder().build(), "c2");
      g.addLayer("p2", pooling(SubsamplingLayer.PoolingType.MAX, 3, 3, 1), "b2");
      g.addLayer("r2", activation(Activation.RELU), "p2");
      g.addLayer("d", dense(6, Activation.RELU.getActivationFunction()), "r2");
      return close(g, "d", InputType.convolutionalFlat(11, 10, 2));
    }
  },
  WIDE_RESIDUAL {
    @Override
    public ComputationGraphConfiguration configuration() {
      GraphBuilder g = builder();
      g.addLayer("c1", convolution(16, 3, 1, 1, false), "input");
      g.addLayer("b1", new BatchNormalization.Builder().build(), "c1");
      g.addLayer("r1", activation(Activation.RELU), "b1");
      g.addLayer("c2", convolution(16, 3, 1, 1, false), "r1");
      g.addLayer("b2", new BatchNormalization.Builder().build(), "c2");
      g.addVertex("s1", new ElementWiseVertex(ElementWiseVertex.Op.Add), "b2", "r1");
      g.addLayer("r2", activation(Activation.RELU), "s1");
      g.addLayer("c3", convolution(32, 3, 2, 1, true), "r2");
      g.addLayer("b3", new BatchNormalization.Builder().build(), "c3");
      g.addLayer("c4", convolution(32, 1, 2, 0, false), "r2");
      g.addVertex("s2", new ElementWiseVertex(ElementWiseVertex.Op.Add), "b3", "c4");
      g.addLayer("r3", activation(Activation.RELU), "s2");
      g.addLayer("p", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "r3");
      return close(g, "p", InputType.convolutionalFlat(8, 9, 3));
    }
  },
  WIDE_PRE_ACTIVATION {
    @Override
    public ComputationGraphConfiguration configuration() {
      GraphBuilder g = builder();
      g.addLayer("c1", convolution(16, 3, 1, 1, false), "input");
      g.addLayer("b1", new BatchNormalization.Builder().build(), "c1");
      g.addLayer("r1", activation(Activation.SWISH), "b1");
      g.addLayer("c2", convolution(16, 3, 1, 1, false), "r1");
      g.addVertex("s1", new ElementWiseVertex(ElementWiseVertex.Op.Add), "c2", "c1");
      g.addLayer("p", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "s1");
      return close(g, "p", InputType.convolutionalFlat(6, 6, 2));
    }
  },
  /** Has a layer without a kernel. */
  FALLBACK {
    @Override
    public ComputationGraphConfiguration configuration() {
      GraphBuilder g = builder();
      g.addLayer("c1", convolution(4, 3, 1, 1, true), "input");
      g.addLayer("up", new Upsampling2D.Builder(2).build(), "c1");
      g.addLayer("elu", activation(Activation.ELU), "up");
      g.addLayer("d", dense(6, Activation.CUBE.getActivationFunction()), "elu");
      return close(g, "d", InputType.convolutionalFlat(5, 5, 2));
    }
  };

  static final int CLASSES = 3;

  public abstract ComputationGraphConfiguration configuration();

  static GraphBuilder builder() {
    NativeLibrary.select();
    return new NeuralNetConfiguration.Builder()
        .seed(7)
        .weightInit(WeightInit.XAVIER)
        .activation(Activation.IDENTITY)
        .convolutionMode(ConvolutionMode.Truncate)
        .graphBuilder()
        .addInputs("input");
  }

  static ConvolutionLayer convolution(int out, int kernel, int stride, int padding, boolean bias) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .stride(stride, stride)
        .padding(padding, padding)
        .nOut(out)
        .hasBias(bias)
        .build();
  }

  static SubsamplingLayer pooling(
      SubsamplingLayer.PoolingType type, int kernel, int stride, int padding) {
    return new SubsamplingLayer.Builder(type)
        .kernelSize(kernel, kernel)
        .stride(stride, stride)
        .padding(padding, padding)
        .build();
  }

  static DenseLayer dense(int out, IActivation activation) {
    return new DenseLayer.Builder().nOut(out).activation(activation).build();
  }

  static ActivationLayer activation(Activation activation) {
    return new ActivationLayer.Builder().activation(activation).build();
  }

  static ComputationGraphConfiguration close(GraphBuilder g, String last, InputType type) {
    g.addLayer(
        "output",
        new OutputLayer.Builder(new LossMCXENT())
            .activation(Activation.SOFTMAX)
            .nOut(CLASSES)
            .build(),
        last);
    return g.setOutputs("output").setInputTypes(type).build();
  }

  /** The network in double with every parameter, running statistics included, moved at random. */
  public GraphNetwork network(DataType precision) {
    GraphNetwork network = (GraphNetwork) Networks.create(configuration(), precision);
    INDArray parameters = network.parameters();
    // positive, so that it will do for a running variance too; small where many add up
    boolean wide = name().startsWith("WIDE");
    INDArray noise =
        random(precision, 11, parameters.length()).muli(wide ? 0.02 : 0.1).addi(wide ? 0.01 : 0.12);
    parameters.addi(noise.reshape(parameters.shape()));
    network.parametersChanged();
    return network;
  }

  static INDArray images(Network network, int rows, long seed) {
    long[] input = network.inputShape();
    long[] shape = new long[input.length + 1];
    shape[0] = rows;
    System.arraycopy(input, 0, shape, 1, input.length);
    return random(network.precision(), seed, shape);
  }

  /** Standard normal numbers. */
  public static INDArray random(DataType precision, long seed, long... shape) {
    RandomStream stream = RandomKey.of(seed).stream();
    INDArray array = Nd4j.create(DataType.DOUBLE, shape);
    for (long i = 0; i < array.length(); i++) {
      array.data().put(i, stream.nextGaussian());
    }
    return array.castTo(precision);
  }
}
